import { plain } from "./plain.ts";

/**
 * An error that a user can act on: one line, where first, the offending value,
 * then the remedy, e.g. `ckpt/a.pth: byte 412: pickle opcode 0x93 is not supported`. What a file says may be quoted in any
 * part of it: the message is fit to be shown wherever it is caught.
 */
export class GrokError extends Error {
  override readonly name: string = "GrokError";
  /** The file, tensor or option that is at fault. */
  readonly where: string;
  /** What is wrong with it. */
  readonly problem: string;
  /** What the user can do about it. */
  readonly remedy: string | undefined;

  constructor(where: string, problem: string, remedy?: string, options?: ErrorOptions) {
    super(plain(`${where}: ${problem}${remedy === undefined ? "" : `; ${remedy}`}`), options);
    this.where = where;
    this.problem = plain(problem);
    this.remedy = remedy === undefined ? undefined : plain(remedy);
  }

  /** The message for whoever has named `place` already: without that, where it is of it. */
  messageAt(place: string): string {
    if (this.where !== place) return this.message;
    return this.remedy === undefined ? this.problem : `${this.problem}; ${this.remedy}`;
  }
}

/** The bytes of a file are not what its format promises. */
export class FormatError extends GrokError {
  override readonly name = "FormatError";

  constructor(where: string, problem: string, remedy = "write or copy the file again", options?: ErrorOptions) {
    super(where, problem, remedy, options);
  }
}

/** The tensors of a file do not make a network that we know. */
export class LayoutError extends GrokError {
  override readonly name = "LayoutError";
  /** Several lines that help: every tensor, the roles it could play, and what is missing. */
  readonly details: string | undefined;

  constructor(where: string, problem: string, remedy?: string, options?: ErrorOptions & { readonly details?: string }) {
    super(where, problem, remedy, options);
    this.details = options?.details;
  }
}

/** The path holds no run, or more than one. */
export class RunError extends GrokError {
  override readonly name: string = "RunError";
}

/** The path holds nothing that a run has. */
export class NoRunError extends RunError {
  override readonly name = "NoRunError";
}

/** The path holds several runs. */
export class SeveralRunsError extends RunError {
  override readonly name = "SeveralRunsError";
  /** Their paths, from the one that was given. */
  readonly runs: readonly string[];

  constructor(where: string, problem: string, runs: readonly string[]) {
    super(where, problem, "--run takes one of them; info lists them, analyze and report take all");
    this.runs = runs;
  }
}

/** A folder of results is of another run than the one that is asked. */
export class OtherRunError extends GrokError {
  override readonly name = "OtherRunError";
}

/** Ctrl-C came before the end. The command line exits with 130. */
export class InterruptedError extends GrokError {
  override readonly name = "InterruptedError";
}

/** A training run's loss is not coming back. */
export class DivergedError extends GrokError {
  override readonly name = "DivergedError";
}

/** The run cannot be asked this question. */
export class AnalyzerError extends GrokError {
  override readonly name = "AnalyzerError";
}

/** An option has a value that it cannot have. The command line exits with 2. */
export class UsageError extends GrokError {
  override readonly name = "UsageError";
}
