/**
 * Five projects, distinguished by file name: `unit` needs nothing but Node; `proof` (`*.proof.test.ts`) openssl, OPA, Terraform, Java;
 * `deploy` (`*.deploy.test.ts`) Terraform, the AWS provider and moto; `hostile` (`*.hostile.test.ts`) the built binary, with limits in processor time and memory; `consumer` (`*.consumer.test.ts`) the packed package and the registry.
 * @type {import("jest").Config}
 */
const shared = {
  testEnvironment: "node",
  transform: { "^.+\\.ts$": ["@swc/jest", { jsc: { target: "es2022", parser: { syntax: "typescript" } } }] },
  modulePathIgnorePatterns: ["<rootDir>/lib", "<rootDir>/.*cdktf.out"],
  moduleNameMapper: { "(^\\./|/private/)stack-trace$": "<rootDir>/test/support/no-stack-trace.js" },
  globalSetup: "<rootDir>/test/support/run-folder.js",
};

const unit = process.argv.includes("unit");

module.exports = {
  // Other projects start programs, which take what time the machine gives them; this only ends what hangs.
  testTimeout: unit ? 60_000 : 900_000,
  // Jest leaves one core idle, which is half of a machine with two. Other projects start programs that use it.
  ...(unit && { maxWorkers: "100%" }),
  projects: [
    {
      ...shared,
      displayName: "unit",
      setupFiles: ["<rootDir>/test/support/optimize-later.js"],
      testMatch: ["<rootDir>/test/**/*.test.ts"],
      testPathIgnorePatterns: ["\\.(proof|deploy|consumer|hostile)\\.test\\.ts$"],
    },
    ...["proof", "deploy", "consumer", "hostile"].map((name) => ({
      ...shared,
      displayName: name,
      testMatch: [`<rootDir>/test/**/*.${name}.test.ts`],
      ...(name === "consumer" ? { globalSetup: "<rootDir>/test/consumer/pack.js" } : {}),
    })),
  ],
};
