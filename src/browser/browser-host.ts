import { sha256 } from "@noble/hashes/sha2.js";
import CRC32 from "crc-32";
import { gzip } from "fflate";
import { useEngines } from "../engine/backend.ts";
import { blobDisk } from "../host/blob-disk.ts";
import { type AssetName, useHost } from "../host/host.ts";
import { workerPool } from "./pool.ts";
import { scope } from "./scope.ts";
import { webAssembly } from "./web-assembly.ts";

/** Where the build puts them, beside this script. */
const ASSETS: Readonly<Record<AssetName, string>> = {
  plotly: "./plotly.min.cjs",
  report: "./report.js",
  comparison: "./comparison.js",
};

/** Says that this worker runs in a page, where these files are all there is to read. */
export function startInBrowser(files: ReadonlyMap<string, Blob>): void {
  useHost({
    disk: blobDisk(files, new scope.FileReaderSync()),
    crc32: (bytes, before = 0) => CRC32.buf(bytes, before | 0) >>> 0,
    sha256: () => {
      const hash = sha256.create();
      return {
        update: (part) => void hash.update(typeof part === "string" ? new TextEncoder().encode(part) : part),
        hex: () => Buffer.from(hash.digest()).toString("hex"),
      };
    },
    gzip: (bytes) =>
      new Promise((resolve, reject) =>
        // Without its time, or no two would be the same.
        gzip(bytes, { level: 9, mtime: 0 }, (error, zipped) => (error ? reject(error) : resolve(zipped))),
      ),
    cores: scope.navigator.hardwareConcurrency ?? 1,
    pool: (script, count, data, ahead) => workerPool(files, script, count, data, ahead),
    turn: () => new Promise((resolve) => setTimeout(resolve)),
    // A page is told no more.
    worked: () => performance.now(),
    asset: async (name) => (await fetch(new URL(ASSETS[name], import.meta.url))).text(),
  });
  useEngines({ wasm: { load: webAssembly, install: "another browser, which has WebAssembly with SIMD" } });
}
