/** A project: its files by name, and the commands to type next. */
export interface Project {
  readonly files: { readonly [name: string]: string };
  readonly next: readonly string[];
}

/** Settings of the linter. */
export const settings = `# Settings of emr-encryption lint: https://www.npmjs.com/package/cdktf-emr-encryption
failOn: error
environments:
  tags: { keys: [Environment], development: [development] }
waivers: []
`;

/** GitHub Actions: checks what a pull request would deploy. */
export function workflow(version: string, node: string, check: readonly string[]): string {
  return `name: EMR encryption
on: pull_request
permissions:
  contents: read
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
      - uses: actions/setup-node@v5
        with: { node-version: ${node} }
${check.map((line) => `      - run: ${line.replaceAll("VERSION", version)}`).join("\n")}
`;
}

/** pre-commit: checks before a commit. */
export function preCommit(version: string, entry: string, files: string): string {
  return `repos:
  - repo: local
    hooks:
      - id: emr-encryption
        name: EMR encryption
        language: node
        additional_dependencies: ["cdktf-emr-encryption@${version}"]
        entry: ${entry}
        files: ${files}
        pass_filenames: false
`;
}
