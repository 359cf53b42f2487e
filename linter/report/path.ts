import type { Place } from "./finding";

/** Path as Terraform and jq write it: `configuration.Overrides[0].BucketName`. */
export function pathName(path: Place["path"]): string {
  return pathSegments(path).join("");
}

/** Its segments, each with the dot or the brackets that join it to the one before. */
export function pathSegments(path: Place["path"]): readonly string[] {
  return path.map((segment, index) => {
    if (typeof segment === "number") return `[${segment}]`;
    if (!/^[\w-]+$/.test(segment)) return `[${JSON.stringify(segment)}]`;
    return index === 0 ? segment : `.${segment}`;
  });
}
