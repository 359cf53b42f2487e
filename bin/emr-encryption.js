#!/usr/bin/env node

const { main } = require("../lib/cli/main");
const { processTerminal } = require("../lib/cli/terminal");

main(process.argv.slice(2), processTerminal()).then((code) => {
  process.exitCode = code;
});
