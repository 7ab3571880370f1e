// What tests import room by room comes past the package's entry points, which say that they run in Node.
import "#node/start.js";
