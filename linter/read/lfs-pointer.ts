import { Refusal } from "./refusal";

const POINTER = /^version https:\/\/(?:git-lfs|hawser)\.github\.com\/spec\//;
const START = 64;

/** Why the file that Git LFS has not fetched cannot be checked. */
export const UNFETCHED =
  "it is a pointer of Git LFS, and the file itself is not in the checkout; run git lfs pull first";

/** @throws Refusal for the content of a pointer, which Git LFS leaves where it has not fetched the file */
export function requireFetched(content: string | Uint8Array): void {
  const start = content.slice(0, START);
  if (POINTER.test(typeof start === "string" ? start : Buffer.from(start).toString("latin1"))) {
    throw new Refusal(UNFETCHED);
  }
}

/** Checks that files are there, and remembers those that are not. */
export class FetchedFiles {
  private unfetched: string[] = [];

  /** @throws Refusal as {@link requireFetched} does */
  require<T extends string | Uint8Array>(path: string, content: T): T {
    try {
      requireFetched(content);
    } catch (error) {
      this.unfetched.push(path);
      throw error;
    }
    return content;
  }

  /** Files that were asked for in vain since the last call. */
  take(): readonly string[] {
    const taken = [...new Set(this.unfetched)];
    this.unfetched = [];
    return taken;
  }
}

/** Files that are no input: pictures, media, fonts, documents, data, programs and archives, and values of variables, which are read with their configuration. */
const OTHER_KIND =
  /\.(?:png|jpe?g|gif|bmp|tiff?|webp|svg|ico|heic|psd|ai|eps|xcf|mp[34]|m4[av]|mov|avi|mkv|webm|wav|flac|ogg|[ot]tf|woff2?|pdf|docx?|xlsx?|pptx?|od[pst]|epub|ipynb|drawio|csv|tsv|parquet|avro|orc|arrow|feather|h5|hdf5|np[yz]|pkl|pickle|onnx|pt|pth|pb|safetensors|gguf|sqlite3?|db|jar|war|whl|egg|exe|dll|so|dylib|wasm|iso|dmg|deb|rpm|msi|gz|tgz|bz2|xz|zst|7z|rar|tar|tfvars|tfvars\.json)$/i;

/** Whether a file that Git LFS has not fetched may be a plan, a bundle or another input, by its name. */
export function mayBeInput(name: string): boolean {
  return !OTHER_KIND.test(name);
}
