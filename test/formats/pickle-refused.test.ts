import { expect, test } from "vitest";
import { REFUSED_MODULES, REFUSED_NAMES } from "#formats/_pickle-refused.js";
import { readFile } from "#formats/_read.js";
import { call, file, formatError, pickled, torchZip } from "./_builders.ts";

/** What an attack would call of each module, written out once more: a name that is lost from either list is noticed. */
const OF_MODULES = [
  ...["os.system", "posix.popen", "nt.execv", "sys.settrace", "subprocess.Popen", "_posixsubprocess.fork_exec"],
  ...["shutil.rmtree", "pty.spawn", "commands.getoutput", "socket.create_connection", "_socket.socket"],
  ...["ssl.get_server_certificate", "ftplib.FTP", "smtplib.SMTP", "urllib.request.urlopen", "urllib2.urlopen"],
  ...["httplib.HTTPSConnection", "http.client.HTTPSConnection", "requests.api.get", "aiohttp.client.ClientSession"],
  ...["runpy.run_path", "importlib.import_module", "imp.load_source", "pkgutil.resolve_name", "ctypes.CDLL"],
  ...["_ctypes.dlopen", "cffi.api.FFI", "marshal.loads", "webbrowser.open", "pickle.loads", "_pickle.loads"],
  ...["cPickle.loads", "shelve.open", "bdb.Bdb.run", "pdb.run", "timeit.timeit", "cProfile.run"],
  ...["idlelib.pyshell.main", "ensurepip.bootstrap", "pip.main", "venv.create", "multiprocessing.util.spawnv_passfds"],
  ...["_thread.start_new_thread", "asyncio.unix_events._UnixSubprocessTransport._start"],
];
const BY_NAME = [
  ...["builtins.eval", "builtins.exec", "builtins.compile", "builtins.__import__", "builtins.open"],
  ...["builtins.execfile", "builtins.file", "builtins.input", "builtins.raw_input", "builtins.breakpoint"],
  ...["io.open", "io.open_code", "_io.open", "_io.FileIO", "io.FileIO", "codecs.open", "code.interact"],
  ...["code.InteractiveInterpreter", "code.InteractiveConsole", "types.CodeType", "types.FunctionType"],
  ...["torch.load", "torch.serialization.load", "torch.hub.load", "torch.utils.cpp_extension.load"],
  ...["torch.utils.cpp_extension.load_inline", "numpy.load", "numpy.testing._private.utils.runstring"],
];

test.each([...OF_MODULES, ...BY_NAME])(
  "a file that asks to call %s is refused, in a pickle and in a checkpoint",
  (name) => {
    const planted = { state: [1, call(name, "x")] };
    const says = new RegExp(`pickle asks to call ${name.replaceAll(".", "\\.")}`);
    const held = new Map(Object.entries(planted));
    expect(formatError(() => readFile(file(pickled(held), "a.pkl")))).toMatch(says);
    expect(formatError(() => readFile(file(torchZip(held), "a.pth")))).toMatch(says);
  },
);

test("every module and name that is refused is among them", () => {
  expect(new Set(OF_MODULES.map((name) => name.split(".")[0]))).toEqual(REFUSED_MODULES);
  expect(new Set(BY_NAME)).toEqual(REFUSED_NAMES);
});

test("what Python 2 calls the same is refused by its name of today", () => {
  const read = () => readFile(file(pickled(call("__builtin__.execfile", "x")), "a.pkl"));
  expect(formatError(read)).toMatch(/asks to call builtins\.execfile/);
});
