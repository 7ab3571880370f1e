import { spectra, spectrum } from "../../_spectrum.ts";
import type { Recipe } from "./paper.ts";

/** The Fourier norms at the last checkpoint of W_L, or of what embeds the inputs: W_E, or an MLP's W_x. */
export function spectrumOf(name: string, reads: "inputs" | "neurons"): Recipe {
  return (analysis) => {
    const { matrices, epochs } = spectra(analysis);
    // Of the last block, as the paper's only one is.
    const [first, last] = [matrices[0], matrices.findLast((one) => one.startsWith("W_L"))];
    const matrix = reads === "neurons" ? last : first;
    const epoch = epochs.at(-1);
    const figure =
      matrix === undefined || epoch === undefined
        ? undefined
        : spectrum(analysis, { name, matrix, epoch, components: "apart" });
    return figure ?? analysis.skipped.find(({ analyzer }) => analyzer === "fourier")?.reason ?? "fourier was not asked";
  };
}
