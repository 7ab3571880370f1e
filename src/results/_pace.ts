/** Milliseconds from one time to the next, at least … */
const PAUSE = 5000;
/** … and this many times as long as the action took: it gets a thirtieth of the time. */
const TIMES = 29;

/** A function that does what it is given if it has not done so for a while. */
export function paced(now: () => number = () => performance.now()): (action: () => void) => void {
  let next = now() + PAUSE;
  return (action) => {
    const start = now();
    if (start < next) return;
    action();
    const end = now();
    next = end + Math.max(PAUSE, TIMES * (end - start));
  };
}
