/** The framework of this build. `scripts/build/build-cdktn.ts` replaces this name in the build for CDK Terrain. */
export const framework: "cdktf" | "cdktn" = "cdktf";

const builds = {
  cdktf: { name: "CDKTF", entry: "cdktf-emr-encryption", provider: "@cdktf/provider-aws", providerFor6: "21" },
  cdktn: {
    name: "CDK Terrain",
    entry: "cdktf-emr-encryption/cdktn",
    provider: "@cdktn/provider-aws",
    providerFor6: "23",
  },
} as const;

/** The other framework. */
export const other = Object.keys(builds).find((name): name is keyof typeof builds => name !== framework) ?? framework;

/** Package of the framework's bindings for the AWS provider. */
export const providerPackage = builds[framework].provider;

/** First version of that package for AWS provider 6. */
export const providerFor6 = builds[framework].providerFor6;

/** Packages that the constructs require. They are optional peers, so that users of the linter alone need not install them. */
export const peers: readonly string[] = [framework, "constructs", providerPackage];

/** The other build, if its framework is installed; for messages. */
export function otherEntry(): string | undefined {
  return isInstalled(other) ? builds[other].entry : undefined;
}

/** Whether a package can be loaded from here. */
export function isInstalled(name: string): boolean {
  try {
    require.resolve(`${name}/package.json`);
    return true;
  } catch {
    return false;
  }
}
