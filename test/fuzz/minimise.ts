/** A part of the bytes for which `still` holds, by leaving out halves, quarters, eighths … so many times at most. */
export async function minimised(
  bytes: Uint8Array,
  most: number,
  still: (bytes: Uint8Array) => Promise<boolean>,
): Promise<Uint8Array> {
  let least: Buffer = Buffer.from(bytes);
  let tries = 0;
  const attempt = async (candidate: Buffer): Promise<boolean> => {
    if (tries++ >= most || !(await still(candidate))) return false;
    least = candidate;
    return true;
  };
  for (let size = least.length >> 1; size > 0 && tries < most; size >>= 1) {
    for (let at = 0; at < least.length && tries < most; ) {
      const shorter = await attempt(Buffer.concat([least.subarray(0, at), least.subarray(at + size)]));
      if (!shorter) at += size;
    }
  }
  return least;
}
