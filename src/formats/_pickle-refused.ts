/**
 * Callables that no checkpoint has a reason to name. Nothing is ever run here, whatever a pickle asks for; a file
 * that asks for one of these was made to attack whoever loads it, and says nothing worth reading.
 */
export const REFUSED_MODULES: ReadonlySet<string> = new Set([
  ...["os", "posix", "nt", "sys", "subprocess", "_posixsubprocess", "shutil", "pty", "commands"],
  ...["socket", "_socket", "ssl", "ftplib", "smtplib", "urllib", "urllib2", "httplib", "http", "requests", "aiohttp"],
  ...["runpy", "importlib", "imp", "pkgutil", "ctypes", "_ctypes", "cffi", "marshal", "webbrowser"],
  ...["pickle", "_pickle", "cPickle", "shelve", "bdb", "pdb", "timeit", "cProfile", "idlelib"],
  ...["ensurepip", "pip", "venv", "multiprocessing", "_thread", "asyncio"],
]);

export const REFUSED_NAMES: ReadonlySet<string> = new Set([
  ...["eval", "exec", "compile", "__import__", "open", "execfile", "file", "input", "raw_input", "breakpoint"].map(
    (name) => `builtins.${name}`,
  ),
  ...["io.open", "io.open_code", "_io.open", "_io.FileIO", "io.FileIO", "codecs.open", "code.interact"],
  ...["code.InteractiveInterpreter", "code.InteractiveConsole", "types.CodeType", "types.FunctionType"],
  ...["torch.load", "torch.serialization.load", "torch.hub.load", "torch.utils.cpp_extension.load"],
  ...["torch.utils.cpp_extension.load_inline", "numpy.load", "numpy.testing._private.utils.runstring"],
]);

/** A module reached through another, as in `torch.serialization.os.system`. */
const REFUSED_WITHIN = /\.(?:os|posix|nt|sys|subprocess|builtins|__builtins__)\.[^.]+$/;

/** Whether a callable, by its qualified name, is one that only an attack would name. */
export function isRefused(name: string): boolean {
  return REFUSED_MODULES.has(name.split(".", 1)[0] as string) || REFUSED_NAMES.has(name) || REFUSED_WITHIN.test(name);
}
