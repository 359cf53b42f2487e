import { lint, UsageError } from "../../linter";
import { folderOf } from "./models";

const codeOf = (files: { readonly [name: string]: string }, options: Parameters<typeof lint>[1]): string => {
  try {
    lint(["main.tf.json"], { cwd: folderOf({ "main.tf.json": "{}", ...files }), ...options });
  } catch (error) {
    return error instanceof UsageError ? error.code : String(error);
  }
  return "none";
};

const settings = "emr-encryption.config.json";

test.each([
  ["an unknown rule", {}, { rules: ["no.such_rule"] }, "invalid-option"],
  ["a malformed Region", {}, { region: "mars" }, "invalid-option"],
  ["an unknown setting", { [settings]: '{"colour":1}' }, { settings }, "invalid-settings"],
  ["settings that are missing", {}, { settings }, "invalid-settings"],
  ["settings that are not JSON", { [settings]: "{" }, { settings }, "invalid-settings"],
  ["a policy that is missing", {}, { policies: ["none.tar.gz"] }, "invalid-policy"],
  ["a policy that is not WASM", { "own.wasm": "text" }, { policies: ["own.wasm"] }, "invalid-policy"],
  ["a baseline that is missing", {}, { baseline: "known.json" }, "unreadable-input"],
  ["a baseline that is not one", { "known.json": "{}" }, { baseline: "known.json" }, "unreadable-input"],
  ["a baseline that is a folder", { "folder/a": "" }, { writeBaseline: "folder" }, "unwritable-output"],
])("the code of %s", (_, files, options, code) => {
  expect(codeOf(files, options)).toBe(code);
});
