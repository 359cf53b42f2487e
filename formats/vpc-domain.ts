/** Whether a text is written like the name of a Region, of today or to come. */
export function isRegion(text: string): boolean {
  return /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/.test(text);
}

/**
 * The domain of private host names of a VPC in a Region unless its DHCP options set another one: `ec2.internal` in us-east-1,
 * `<region>.compute.internal` elsewhere.
 *
 * @see https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
 */
export function vpcDomain(region: string): string {
  return region === "us-east-1" ? "ec2.internal" : `${region}.compute.internal`;
}
