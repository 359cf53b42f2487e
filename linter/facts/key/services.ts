/** Services of EMR whose resources name keys themselves, in blocks that differ by version of the provider. */
export const keyServices = ["aws_emrserverless_application", "aws_emrcontainers_job_template", "aws_emr_studio"];
