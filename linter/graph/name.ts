const unspecific: readonly string[] = ["this", "main", "default", "self", "emr"];

/** Short name of a resource: the end of an ARN, or an address without its type if the name alone is clear. */
export function shortName(address: string): string {
  if (address.startsWith("arn:")) return address.split(":").slice(5).join(":") || address;
  const [, modules = "", name] =
    /^((?:module\.[\w-]+(?:\[[^\]]*\])?\.)*)(?:data\.)?aws_[a-z0-9_]+\.(.+)$/s.exec(address) ?? [];
  if (name === undefined || (modules === "" && unspecific.includes(name))) return address;
  return `${modules.replaceAll("module.", "")}${name}`;
}
