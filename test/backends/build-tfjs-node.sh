#!/usr/bin/env bash
# Builds the native binding of @tensorflow/tfjs-node into a folder, from package registries alone.
#
#   test/backends/build-tfjs-node.sh FOLDER
#
# The package's own install script downloads TensorFlow's C library, and a compiled binding, from a storage host that is
# no package registry. Where that host is out of reach npm drops the optional dependency without a word, and the backend
# `tensorflow` goes untested. Here the JavaScript and the binding's source come from npm, TensorFlow's library and
# headers from the wheel on PyPI, and a compiler from the system: on Debian,
#
#   apt-get install g++ python3-pip
#
# Everything lands in FOLDER, so that no lock file or node_modules of the project changes. Use it with
#
#   NODE_PATH=FOLDER/node_modules node …
set -euo pipefail

say() { printf '%s\n' "$*"; }
fail() { printf 'error: %s\n' "$*" >&2; exit 1; }

[ $# -eq 1 ] && [ -n "$1" ] || fail "one argument, the folder to build into; usage: $0 FOLDER"
repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

# --- What it needs, all of it before the first download -------------------------------------------------------------

for tool in node npm; do
  command -v "$tool" >/dev/null || fail "$tool is missing; install Node 20 or 22"
done
# The package calls util.isNullOrUndefined, which Node 23 removed: it would build, and then throw in the first kernels.
[ "$(node -p 'process.versions.node.split(".")[0]')" -lt 23 ] ||
  fail "@tensorflow/tfjs-node does not run on Node $(node -p process.versions.node); use Node 20 or 22"
# The wheel below is for this platform; for others PyPI has other packages, which nobody tried here.
[ "$(node -p 'process.platform + "-" + process.arch')" = linux-x64 ] ||
  fail "only for Linux on x64: this is $(node -p 'process.platform + " on " + process.arch')"
[ "$(node -p 'Boolean(process.report.getReport().header.glibcVersionRuntime)')" = true ] ||
  fail "only for a C library that is glibc: TensorFlow's wheel loads with no other (Alpine has musl)"

# The version that the project asks for, so that what is tested is what npm would have installed.
range=$(cd "$repository" && node -p 'require("./package.json").peerDependencies?.["@tensorflow/tfjs-node"] ?? ""')
[ -n "$range" ] || fail "package.json names no @tensorflow/tfjs-node among its peerDependencies"

# The C interface that the binding uses is stable, so a newer TensorFlow than the 2.9.1 of the package's script does. It
# has to be a wheel with libtensorflow_cc.so as a file of its own; this is one that the binding compiles against.
wheel="tensorflow-cpu==2.15.1"
wheel_python=3.11 # Any that the wheel exists for: no Python code of it is run.

mkdir -p "$1" || fail "cannot make the folder $1"
folder=$(cd "$1" && pwd)
[ -w "$folder" ] || fail "cannot write to the folder $folder"
# Beside a package.json npm would install, or remove, what that file says.
[ ! -e "$folder/package.json" ] || fail "$folder has a package.json; give a folder that is no project"
package="$folder/node_modules/@tensorflow/tfjs-node"

# --- The proof: the package loads from FOLDER, is of the version asked for, and multiplies ---------------------------

prove() {
  # TensorFlow greets on stderr at levels 0 and 1, and Node 22 deprecates what Node 23 removed. A
  # crash in the native code is a failure like any other.
  TF_CPP_MIN_LOG_LEVEL=2 node --no-deprecation - "$package" "$range" <<'JS'
const { createRequire } = require("node:module");
const [folder, range] = process.argv.slice(2);
const tf = require(folder);
const semver = createRequire(createRequire(`${folder}/package.json`).resolve("@mapbox/node-pre-gyp"))("semver");
const version = tf.version["tfjs-node"];
if (!semver.satisfies(version, range)) throw new Error(`version ${version} is not ${range}`);
const product = tf.matMul(tf.tensor2d([[1, 2], [3, 4]]), tf.tensor2d([[5, 6], [7, 8]])).arraySync();
if (tf.getBackend() !== "tensorflow") throw new Error(`the backend is ${tf.getBackend()}, not tensorflow`);
if (String(product) !== "19,22,43,50") throw new Error(`the product of the matrices is ${JSON.stringify(product)}`);
console.log(`tf.version ${JSON.stringify(tf.version)}`);
console.log(`matMul on ${tf.getBackend()}, TensorFlow ${tf.backend().binding.TF_Version}: ${JSON.stringify(product)}`);
JS
}

if [ -d "$package" ] && proof=$(prove 2>/dev/null); then
  say "Built before, and works: $package"
  say "$proof"
  exit 0
fi

# Needed for a build alone: what is built already works without them.
command -v g++ >/dev/null || fail "g++ is missing, which compiles the binding; on Debian: apt-get install g++"
command -v python3 >/dev/null || fail "python3 is missing, to unpack a wheel; on Debian: apt-get install python3-pip"
python3 -m pip --version >/dev/null 2>&1 ||
  fail "pip is missing, which downloads TensorFlow's wheel; on Debian: apt-get install python3-pip"

# Caches and temporary files go here too, on the same file system as the result: the 600 MB of libraries are renamed
# into place and not copied, and nothing in the home folder or in /tmp changes.
temporary=$(mktemp -d "$folder/.building-XXXXXX")
trap 'rm -rf "$temporary"' EXIT
export TMPDIR="$temporary"

npm_install() {
  # --ignore-scripts: the install script is what cannot be run.
  npm install --prefix "$1" --ignore-scripts --no-save --no-package-lock --no-audit --no-fund --loglevel=error \
    --cache "$temporary/npm-cache" "$2" >"$temporary/npm.log" 2>&1 ||
    fail "npm cannot install $2: $(grep -m 1 . "$temporary/npm.log")"
}

# --- The package ----------------------------------------------------------------------------------------------------

say "Installing @tensorflow/tfjs-node@$range from npm, without its install script"
rm -rf "$package" # npm leaves a package that is there as it is, whole or not.
npm_install "$folder" "@tensorflow/tfjs-node@$range"

# Where the package's loader looks: the highest N-API version that both it and this Node know (8 on Node 20).
binding=$(cd "$package" && node -p 'require("@mapbox/node-pre-gyp").find(path.resolve("package.json"))')
napi=$(basename "$(dirname "$binding")")
napi=${napi#napi-v}

# --- Node's headers -------------------------------------------------------------------------------------------------

# Node's own tarball and Debian's packages bring them; some images leave them out. The binding uses N-API alone, which
# is C and the same for every Node, so the headers of the npm package do as well.
headers=$(node -p 'path.resolve(process.execPath, "../../include/node")')
if [ ! -f "$headers/node_api.h" ]; then
  say "Fetching node-api-headers from npm: this Node came without headers"
  npm_install "$temporary/headers" node-api-headers@1
  headers="$temporary/headers/node_modules/node-api-headers/include"
fi

# --- TensorFlow -----------------------------------------------------------------------------------------------------

say "Downloading $wheel from PyPI (207 MB)"
# Every tag is given, or pip would look for a wheel for the Python that happens to run it.
python3 -m pip download --quiet --disable-pip-version-check --no-input --no-cache-dir --no-deps --only-binary=:all: \
  --implementation cp --python-version "$wheel_python" --abi "cp${wheel_python/./}" --platform manylinux_2_17_x86_64 \
  --dest "$temporary/wheel" "$wheel" 2>"$temporary/pip.log" ||
  fail "pip cannot download $wheel: $(grep -m 1 ERROR "$temporary/pip.log" || grep -m 1 . "$temporary/pip.log")"

say "Unpacking its C headers and libraries (614 MB)"
# A wheel is a zip. Of its 12 000 files the binding needs two libraries and the headers that the C interface reaches.
python3 - "$temporary"/wheel/*.whl "$temporary/unpacked" <<'PY' || fail "the wheel does not unpack: is the disk full?"
import sys, zipfile
archive, target = sys.argv[1:]
wanted = (
    "tensorflow/libtensorflow_cc.so.2",
    "tensorflow/libtensorflow_framework.so.2",
    "tensorflow/include/tensorflow/c/",
    "tensorflow/include/tensorflow/core/platform/",
    "tensorflow/include/tsl/",
)
with zipfile.ZipFile(archive) as wheel:
    wheel.extractall(target, [name for name in wheel.namelist() if name.startswith(wanted)])
PY
rm -rf "$temporary/wheel"

# deps/lib is where the package's own script puts them. Each carries a run path of its own, and finds the other there.
libraries="$package/deps/lib"
mkdir -p "$libraries"
mv "$temporary"/unpacked/tensorflow/libtensorflow_{cc,framework}.so.2 "$libraries"

# --- The binding ----------------------------------------------------------------------------------------------------

say "Compiling the binding with g++, for N-API $napi"
# As the package's binding.gyp does it, with two differences: the library is called libtensorflow_cc, and without the
# links named *.so that -l would look for, so each is named by its file. The run path is relative to the binding: FOLDER
# can be moved. N-API's functions stay undefined here; Node itself has them.
nice -n 15 g++ -std=c++17 -O2 -fPIC -shared -DNAPI_VERSION="$napi" \
  -I"$headers" -I"$temporary/unpacked/tensorflow/include" "$package"/binding/*.cc -o "$temporary/tfjs_binding.node" \
  -L"$libraries" -l:libtensorflow_cc.so.2 -l:libtensorflow_framework.so.2 -Wl,-rpath,'$ORIGIN/../../deps/lib' \
  2>"$temporary/g++.log" ||
  fail "g++ cannot compile the binding: $(grep -m 1 -i error "$temporary/g++.log" || grep -m 1 . "$temporary/g++.log")"
# Last, and at once: a run that was killed leaves no binding, and the next one builds again.
mkdir -p "$(dirname "$binding")"
mv "$temporary/tfjs_binding.node" "$binding"

# --- The end --------------------------------------------------------------------------------------------------------

say "Loading the package from $folder"
prove || fail "the package was built and does not work: see above"
