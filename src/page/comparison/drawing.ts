/** Pixels beyond the window's edge within which pictures are kept up to date. */
const NEAR = 300;

export interface Drawings {
  /** The element's picture is drawn when it comes into view, and anew when its width changes. */
  add(element: HTMLElement, draw: (width: number) => void): void;
  /** All pictures are out of date. */
  stale(): void;
}

/** Draws what is in view, once a frame, at the width that there is. `drawn` is called after a frame that drew. */
export function drawings(drawn: () => void): Drawings {
  const draws = new Map<Element, (width: number) => void>();
  const near = new Set<Element>();
  const current = new Map<Element, number>();
  let asked = false;
  const update = (elements: Iterable<Element>) => {
    let any = false;
    for (const element of elements) {
      const width = element.clientWidth;
      if (width === 0 || current.get(element) === width) continue;
      current.set(element, width);
      draws.get(element)?.(width);
      any = true;
    }
    if (any) drawn();
  };
  const ask = () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      update(near);
    });
  };
  const seen = new IntersectionObserver(
    (changes) => {
      for (const { target, isIntersecting } of changes) {
        if (isIntersecting) near.add(target);
        else near.delete(target);
      }
      ask();
    },
    { rootMargin: `${NEAR}px 0px` },
  );
  const sized = new ResizeObserver(ask);
  // Paper has no scrolling: all of it is in view.
  addEventListener("beforeprint", () => update(draws.keys()));
  return {
    add: (element, draw) => {
      draws.set(element, draw);
      seen.observe(element);
      sized.observe(element);
    },
    stale: () => {
      current.clear();
      ask();
    },
  };
}
