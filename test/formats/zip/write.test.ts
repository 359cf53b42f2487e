import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { writeZip } from "../../../formats/zip/write";

const bytes = (text: string) => new TextEncoder().encode(text);
const entries = [
  { name: "privateKey.pem", bytes: bytes("first") },
  { name: "certificateChain.pem", bytes: bytes("second\n") },
  { name: "0.pem", bytes: bytes("") },
];
const sha256 = (data: Uint8Array) => createHash("sha256").update(data).digest("hex");

test("entries come back as given, in the order given", () => {
  const read = unzipSync(writeZip(entries));
  expect(Object.entries(read).map(([name, data]) => [name, new TextDecoder().decode(data)])).toEqual([
    ["privateKey.pem", "first"],
    ["certificateChain.pem", "second\n"],
    ["0.pem", ""],
  ]);
});

test("the bytes are these, whatever the clock: stored, no data descriptor, no extra field, regular files of 1980-01-01 00:00", () => {
  const zip = Buffer.from(writeZip([{ name: "a", bytes: bytes("x") }]));
  const local = [
    "504b0304",
    "1400",
    "0000",
    "0000",
    "0000",
    "2100",
    "8316dc8c",
    "01000000",
    "01000000",
    "0100",
    "0000",
    "61",
    "78",
  ];
  const central = [
    "504b0102",
    "1403",
    "1400",
    "0000",
    "0000",
    "0000",
    "2100",
    "8316dc8c",
    "01000000",
    "01000000",
    "0100",
    "0000",
    "0000",
    "0000",
    "0000",
    "0000a481",
    "00000000",
    "61",
  ];
  const end = ["504b0506", "0000", "0000", "0100", "0100", "2f000000", "20000000", "0000"];
  expect(zip.toString("hex")).toBe([...local, ...central, ...end].join(""));
});

test("the bytes are the same in UTC, Los Angeles and Kolkata", () => {
  const script = `
    const { writeZip } = require(process.cwd() + "/formats/zip/write.ts");
    const entries = JSON.parse(process.argv[1]).map(({ name, text }) => ({ name, bytes: new TextEncoder().encode(text) }));
    process.stdout.write(new Date(0).getTimezoneOffset() + " " + Buffer.from(writeZip(entries)).toString("base64"));`;
  const texts = JSON.stringify(
    entries.map(({ name, bytes: data }) => ({ name, text: new TextDecoder().decode(data) })),
  );
  const runs = ["UTC", "America/Los_Angeles", "Asia/Kolkata"].map((TZ) =>
    execFileSync(process.execPath, ["--require", "tsx/cjs", "--eval", script, texts], {
      cwd: join(__dirname, "../../.."),
      env: { ...process.env, TZ },
      encoding: "utf8",
    }).split(" "),
  );
  expect(runs.map(([offset]) => offset)).toEqual(["0", "480", "-330"]);
  expect(new Set(runs.map(([, zip]) => sha256(Buffer.from(zip ?? "", "base64"))))).toEqual(
    new Set([sha256(writeZip(entries))]),
  );
});

test("a name given twice is refused: one of the two would be lost", () => {
  expect(() => writeZip([...entries, { name: "0.pem", bytes: bytes("again") }])).toThrow(
    "zip entry '0.pem' is given twice; give each name once",
  );
});
