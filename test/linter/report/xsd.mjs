// Reads { xsd, documents } from standard input and writes, for each document, what the schema has against it.
import { readFileSync } from "node:fs";
import { XmlDocument, XsdValidator } from "libxml2-wasm";

const { xsd, documents } = JSON.parse(readFileSync(0, "utf8"));
const validator = XsdValidator.fromDoc(XmlDocument.fromString(readFileSync(xsd, "utf8")));
const problems = documents.map((text) => {
  try {
    validator.validate(XmlDocument.fromString(text));
    return "";
  } catch (error) {
    return error.message;
  }
});
process.stdout.write(JSON.stringify(problems));
