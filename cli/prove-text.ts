import pc from "picocolors";
import type { EndpointProof } from "../endpoint/prove";
import { printable } from "../linter/report/words";

/** Prints what `prove` found as text. */
export function proofText(proofs: readonly EndpointProof[], { colour }: { readonly colour: boolean }): string {
  const colours = pc.createColors(colour);
  const blocks = proofs.map((proof) => endpointText(proof, colours));
  return `${[...blocks, totals(proofs)].join("\n")}\n`;
}

type Colours = ReturnType<typeof pc.createColors>;

function endpointText(proof: EndpointProof, colours: Colours): string {
  const title = proof.service === undefined ? proof.endpoint : `${proof.endpoint} (${proof.service})`;
  const facts = proof.status === "tls" ? tlsFacts(proof) : ([["answer", proof.problem ?? ""]] as const);
  const width = Math.max(...facts.map(([label]) => label.length));
  const lines = facts.map(([label, text]) => `  ${colours.dim(label.padEnd(width))}  ${printable(text)}`);
  const findings = proof.findings.flatMap(({ check, severity, message, remedy }) => {
    const paint = severity === "error" ? colours.red : colours.yellow;
    return [`  ${paint(severity)}  ${check}  ${printable(message)}`, `         ${colours.dim(`→ ${remedy}`)}`];
  });
  const open = proof.notEvaluated.map((sentence) => `  not evaluated  ${printable(sentence)}`);
  return `${[colours.bold(printable(title)), ...lines, ...findings, ...open].join("\n")}\n`;
}

function tlsFacts(proof: EndpointProof): readonly (readonly [string, string])[] {
  const { certificates, versions, path, trusted, clientCertificate, findings } = proof;
  const [leaf] = certificates;
  const others = findings.some(({ check }) => check === "prove.other_certificate");
  return [
    [
      "certificate",
      leaf
        ? `${leaf.subject}, until ${leaf.notAfter.slice(0, 10)}, SHA-256 ${leaf.fingerprint.slice(0, 16)}${others ? "" : " (the bundle's leaf)"}`
        : "not seen",
    ],
    ["chain", path.length > 0 ? `${path.join(" ← ")}${trusted ? " (trusted)" : ""}` : "not seen"],
    ["versions", versions.map(({ version }) => version).join(", ")],
    [
      "cipher suites",
      versions.map(({ version, suites }) => `${version}: ${suites.length}, first ${suites[0]}`).join("; "),
    ],
    ["key exchange", [...new Set(versions.map(({ keyExchange }) => keyExchange ?? "RSA"))].join(", ")],
    ["client certificate", clientCertificate],
  ];
}

function totals(proofs: readonly EndpointProof[]): string {
  const count = (severity: string) =>
    proofs.flatMap(({ findings }) => findings).filter((one) => one.severity === severity).length;
  const failed = proofs.filter(({ status }) => status === "no answer").length;
  const parts = [
    `${proofs.length} ${proofs.length === 1 ? "endpoint" : "endpoints"}`,
    ...[["error", count("error")] as const, ["warning", count("warning")] as const].flatMap(([name, n]) =>
      n > 0 ? [`${n} ${name}${n === 1 ? "" : "s"}`] : [],
    ),
    ...(failed > 0 ? [`${failed} not checked`] : []),
  ];
  return `${parts.join(" · ")}${parts.length === 1 ? " · as in the bundle" : ""}`;
}
