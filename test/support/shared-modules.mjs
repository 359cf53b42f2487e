import { createRequire } from "node:module";
import { register as registerCommonJs } from "tsx/cjs/api";
import { register } from "tsx/esm/api";

// In each process that runs unit tests: TypeScript is loaded as it stands, and a module once for all files of tests.
registerCommonJs();
register();

const require = createRequire(import.meta.url);
const { captureStackTrace } = require("./no-stack-trace");
require("cdktf/lib/tokens/private/stack-trace").captureStackTrace = captureStackTrace;
