/** Where the sources are; edit links and links to files outside the documentation begin here. */
export const repository = "https://github.com/OWNER/cdktf-emr-encryption";

/** Branch that the documentation is built from. */
export const branch = "main";
