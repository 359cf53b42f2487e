/**
 * Two projects: `unit` needs nothing but Node; `proof` needs openssl, OPA, Terraform, Java (test files named `*.proof.test.ts`).
 * @type {import("jest").Config}
 */
const shared = {
  testEnvironment: "node",
  transform: { "^.+\\.ts$": ["@swc/jest", { jsc: { target: "es2022", parser: { syntax: "typescript" } } }] },
  modulePathIgnorePatterns: ["<rootDir>/lib", "<rootDir>/.*cdktf.out"],
};

module.exports = {
  testTimeout: 60_000,
  projects: [
    {
      ...shared,
      displayName: "unit",
      testMatch: ["<rootDir>/test/**/*.test.ts"],
      testPathIgnorePatterns: ["\\.proof\\.test\\.ts$"],
    },
    { ...shared, displayName: "proof", testMatch: ["<rootDir>/test/**/*.proof.test.ts"] },
  ],
};
