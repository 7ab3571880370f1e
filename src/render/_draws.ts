/**
 * The text of a function for a window that holds Plotly: the SVG of a figure in JSON. Plotly draws ids at random, so
 * chance is seeded anew for each figure, and its ids are the same whatever was drawn before.
 */
export const DRAWS = `(function () {
  let state = 0;
  // Mulberry32.
  Math.random = function () {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return function (json, seed) {
    state = seed;
    const figure = JSON.parse(json);
    const { width, height } = figure.layout;
    return Plotly.toImage(figure, { format: "svg", imageDataOnly: true, width, height });
  };
})()`;
