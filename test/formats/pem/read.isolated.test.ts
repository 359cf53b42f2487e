import { PEM_LIMITS, readPem } from "../../../formats/pem/read";
import { pem } from "../../support/certificates";
import { expectNoBlowUp } from "../../support/work";

const first = pem("CERTIFICATE", Buffer.from("first value"));
const second = pem("CERTIFICATE", Buffer.from("second value, longer than one line of sixty-four characters of base64"));

function problems(text: string | Buffer): readonly string[] {
  return readPem(Buffer.from(text)).problems.map(({ kind, line }) => `${line} ${kind}`);
}

describe("readPem", () => {
  test("reads blocks with their labels, lines and bytes", () => {
    const { blocks, problems } = readPem(Buffer.from(`subject=CN = x\n\n${first}${second}`));
    expect(problems).toEqual([]);
    expect(blocks.map(({ label, line, der }) => [label, line, der.toString()])).toEqual([
      ["CERTIFICATE", 3, "first value"],
      ["CERTIFICATE", 6, "second value, longer than one line of sixty-four characters of base64"],
    ]);
  });

  test.each<[string, string]>([
    ["CRLF", first.replaceAll("\n", "\r\n")],
    ["blanks at line ends", first.replaceAll("\n", " \t\n")],
    ["no final newline", first.trimEnd()],
    ["bag attributes before it", `Bag Attributes\n    friendlyName: leaf\nKey Attributes: <No Attributes>\n${first}`],
    ["blank lines after it", `${first}\n\n`],
  ])("allows %s", (_, text) => {
    expect(problems(text)).toEqual([]);
    expect(readPem(Buffer.from(text)).blocks).toHaveLength(1);
  });

  test("reads the headers of an encrypted key", () => {
    const headers = "-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\n";
    const text = first.replaceAll("CERTIFICATE", "RSA PRIVATE KEY").replace("-----\n", headers);
    expect(readPem(Buffer.from(text)).blocks[0]?.headers).toEqual([
      "Proc-Type: 4,ENCRYPTED",
      "DEK-Info: AES-256-CBC,00",
    ]);
  });

  test.each<[string, string | Buffer, readonly string[]]>([
    ["an empty file", "", ["1 empty"]],
    ["blanks alone", " \n\t\n", ["1 empty"]],
    ["prose", "hello\n", ["1 no block"]],
    ["a byte order mark", `\ufeff${first}`, ["1 byte order mark"]],
    ["UTF-16 with a mark", Buffer.from(`\ufeff${first}`, "utf16le"), ["1 UTF-16"]],
    ["UTF-16 without a mark", Buffer.from(first, "utf16le"), ["1 UTF-16"]],
    ["DER", Buffer.from("308201ff0000", "hex"), ["1 not text"]],
    ["binary", Buffer.from("00010203", "hex"), ["1 not text"]],
    ["a missing END", first.replace(/-----END.*\n/, ""), ["1 end missing"]],
    ["a missing END between two blocks", first.replace(/-----END.*\n/, "") + second, ["1 end missing"]],
    ["a missing BEGIN", `${first}${second.replace(/-----BEGIN.*\n/, "")}`, ["6 begin missing"]],
    ["labels that differ", first.replace("END CERTIFICATE", "END X509"), ["3 labels differ"]],
    ["headers of a certificate", first.replace("-----\n", "-----\nX-Owner: platform\n\n"), ["2 base64"]],
    ["bad base64", first.replace(/^Zm/m, "Z!"), ["2 base64"]],
    ["a block without content", "-----BEGIN X-----\n-----END X-----\n", ["1 base64"]],
    ["padding in the middle", "-----BEGIN X-----\nQQ==\nQQ==\n-----END X-----\n", ["2 base64"]],
    ["bits beyond the end", "-----BEGIN X-----\nQR==\n-----END X-----\n", ["2 base64"]],
    ["an indented block", first.replace(/^/gm, "  "), ["1 indented", "3 indented"]],
    ["an indented line of base64", first.replace("\nZ", "\n Z"), ["2 base64"]],
    ["line ends written out", first.replaceAll("\n", "\\n"), ["1 escaped line ends"]],
    ["en dashes", first.replaceAll("-----", "–––––"), ["1 other dashes", "3 other dashes"]],
    ["four hyphens", first.replaceAll("-----", "----"), ["1 damaged boundary", "3 damaged boundary"]],
    ["text after the last block", `${first}done\n`, ["4 text after the last block"]],
    ["more than the largest file", Buffer.alloc(PEM_LIMITS.fileBytes + 1, "x"), ["1 too large"]],
    ["more blocks than anyone needs", first.repeat(PEM_LIMITS.blocks + 1), [`${PEM_LIMITS.blocks * 3 + 1} too large`]],
  ])("reports %s", (_, text, expected) => {
    expect(problems(text)).toEqual(expected);
  });

  test("keeps the whole blocks beside a damaged one", () => {
    expect(readPem(Buffer.from(first.replace(/-----END.*\n/, "") + second)).blocks.map(({ line }) => line)).toEqual([
      3,
    ]);
  });

  test.each<[string, (count: number) => string]>([
    ["hyphens", (count) => "-".repeat(count * 10)],
    ["lines of BEGIN", (count) => "-----BEGIN -\n".repeat(count)],
    ["padded lines", (count) => `-----BEGIN X-----\n${"QQ==\n".repeat(count)}`],
    ["padded lines in a whole block", (count) => `-----BEGIN X-----\n${"QQ==\n".repeat(count)}-----END X-----\n`],
    ["blank lines in a block", (count) => `-----BEGIN X-----\n${"\n".repeat(count * 8)}=-----END X-----\n`],
  ])("the work grows with the length of %s", (_, text) => {
    expectNoBlowUp(40_000, (count) => {
      expect(readPem(Buffer.from(text(count))).problems.length).toBeGreaterThan(0);
    });
  });
});
