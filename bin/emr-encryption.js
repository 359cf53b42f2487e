#!/usr/bin/env node

// From Node 22 on, what was compiled once is kept for the next run.
require("node:module").enableCompileCache?.();
require("../lib/cli/entry");
