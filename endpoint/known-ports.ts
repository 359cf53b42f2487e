/** A service of a cluster that listens with TLS when encryption in transit is enabled. */
export interface KnownPort {
  readonly port: number;
  readonly service: string;
}

/**
 * Default ports of TLS listeners on nodes of EMR; docs/prove.md has the setting behind each, and where it is documented. Listeners that use SASL instead of TLS (Hadoop RPC,
 * HDFS data transfer) are not in the list: a TLS client cannot look at them.
 *
 * @see https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-support-matrix.html
 */
export const KNOWN_PORTS: readonly KnownPort[] = [
  { port: 4440, service: "Spark UI" },
  { port: 8044, service: "YARN NodeManager" },
  { port: 8090, service: "YARN ResourceManager" },
  { port: 8446, service: "Presto or Trino" },
  { port: 9865, service: "HDFS DataNode" },
  { port: 9871, service: "HDFS NameNode" },
  { port: 10000, service: "HiveServer2" },
  { port: 13562, service: "MapReduce shuffle" },
  { port: 18480, service: "Spark History Server" },
  { port: 19890, service: "MapReduce JobHistory Server" },
];

/** The service that listens on a port by default. */
export function serviceOf(port: number): string | undefined {
  return KNOWN_PORTS.find((known) => known.port === port)?.service;
}
