import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const requirements = resolve(__dirname, "../tools/python/requirements.txt");
const venv = resolve(__dirname, "../.ci/cache/python");

/**
 * Folder of the commands that tests take from PyPI (`tools/python/requirements.txt`): a virtual environment of the
 * repository's own, made when it is missing or when the requirements have changed.
 *
 * @throws Error where Python 3 or a package cannot be had
 */
export function pythonTools(): string {
  const wanted = readFileSync(requirements, "utf8");
  const marker = join(venv, "requirements.txt");
  if (!existsSync(marker) || readFileSync(marker, "utf8") !== wanted) {
    rmSync(venv, { recursive: true, force: true });
    mkdirSync(venv, { recursive: true });
    const stdio = ["ignore", "ignore", "inherit"] as const;
    execFileSync("python3", ["-m", "venv", venv], { stdio: [...stdio] });
    execFileSync(join(venv, "bin/python"), ["-m", "pip", "install", "--quiet", "--requirement", requirements], {
      stdio: [...stdio],
    });
    writeFileSync(marker, wanted);
  }
  return join(venv, "bin");
}

if (require.main === module) process.stdout.write(`${pythonTools()}\n`);
