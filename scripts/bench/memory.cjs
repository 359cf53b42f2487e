// Preloaded into a measured process: tells its peak memory, in KiB, on the third file descriptor when it ends.
process.on("exit", () => require("node:fs").writeSync(3, String(process.resourceUsage().maxRSS)));
