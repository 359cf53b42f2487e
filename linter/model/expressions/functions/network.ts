import { isIPv4, isIPv6 } from "node:net";
import type { Symbolic } from "../../values/symbolic";
import { all, asNumber, asText, FAILED, type Result, withAll } from "../result";
import type { Functions } from "./function";

/** Functions of IP networks. */
export const NETWORK: Functions = {
  cidrhost: ([prefix, host]) => onNetwork(prefix, [host], (network, [number = 0]) => hostOf(network, number)),
  cidrnetmask: ([prefix]) =>
    onNetwork(prefix, [], (network) => (network.bits === 32 ? written({ ...network, address: network.mask }) : FAILED)),
  cidrsubnet: ([prefix, more, number]) =>
    onNetwork(prefix, [more, number], (network, [bits = 0, at = 0]) => subnet(network, bits, at)),
  cidrsubnets: ([prefix, ...more]) => onNetwork(prefix, more, (network, bits) => subnets(network, bits)),
};

interface Network {
  readonly address: bigint;
  readonly length: number;
  readonly bits: 32 | 128;
  readonly mask: bigint;
}

function onNetwork(
  prefix: Symbolic | undefined,
  numbers: readonly (Symbolic | undefined)[],
  apply: (network: Network, numbers: readonly number[]) => Result,
): Result {
  return withAll([asText(prefix), all(numbers.map(asNumber))], (text, values) => {
    const network = networkOf(text);
    return network && values.every(Number.isInteger) ? apply(network, values) : FAILED;
  });
}

function networkOf(text: string): Network | undefined {
  const [address = "", length = ""] = text.split("/");
  const bits = isIPv4(address) ? 32 : isIPv6(address) ? 128 : undefined;
  if (!bits || !/^\d{1,3}$/.test(length) || Number(length) > bits || address.includes("%")) return undefined;
  const value = bits === 32 ? parts(address.split("."), 10, 8n) : sixOf(address);
  if (value === undefined) return undefined;
  const host = (1n << BigInt(bits - Number(length))) - 1n;
  const mask = ((1n << BigInt(bits)) - 1n) ^ host;
  return { address: value & mask, length: Number(length), bits, mask };
}

function parts(groups: readonly string[], base: number, width: bigint): bigint {
  return groups.reduce((value, group) => (value << width) | BigInt(Number.parseInt(group, base)), 0n);
}

function sixOf(address: string): bigint | undefined {
  if (address.includes(".")) return undefined;
  const [head = "", tail] = address.split("::");
  const before = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length;
  return parts([...before, ...Array.from({ length: zeros }, () => "0"), ...after], 16, 16n);
}

function written({ address, bits }: Pick<Network, "address" | "bits">): string {
  if (bits === 32) return [24n, 16n, 8n, 0n].map((shift) => String((address >> shift) & 255n)).join(".");
  const groups = Array.from({ length: 8 }, (_, at) => ((address >> BigInt(112 - at * 16)) & 0xffffn).toString(16));
  // A URL leaves out the longest run of zeros, as RFC 5952 does.
  return new URL(`http://[${groups.join(":")}]`).hostname.slice(1, -1);
}

function hostOf(network: Network, number: number): Result {
  const size = 1n << BigInt(network.bits - network.length);
  const offset = number < 0 ? size + BigInt(number) : BigInt(number);
  return offset < 0n || offset >= size ? FAILED : written({ address: network.address + offset, bits: network.bits });
}

function subnet(network: Network, more: number, number: number): Result {
  const length = network.length + more;
  if (more < 0 || length > network.bits || number < 0 || BigInt(number) >= 1n << BigInt(more)) return FAILED;
  const address = network.address | (BigInt(number) << BigInt(network.bits - length));
  return `${written({ address, bits: network.bits })}/${length}`;
}

function subnets(network: Network, more: readonly number[]): Result {
  const results: string[] = [];
  let next = network.address;
  const end = network.address + (1n << BigInt(network.bits - network.length));
  for (const bits of more) {
    const length = network.length + bits;
    if (bits < 1 || length > network.bits) return FAILED;
    const size = 1n << BigInt(network.bits - length);
    const start = ((next + size - 1n) / size) * size;
    if (start + size > end) return FAILED;
    results.push(`${written({ address: start, bits: network.bits })}/${length}`);
    next = start + size;
  }
  return results;
}
