import { setFlagsFromString } from "node:v8";
import { main } from "./main";
import { processTerminal } from "./terminal";

// Most runs ask the rules a handful of times: to optimize their WASM in the background costs more than it saves.
setFlagsFromString("--wasm-tiering-budget=1000000000");

main(process.argv.slice(2), processTerminal()).then((code) => {
  process.exitCode = code;
});
