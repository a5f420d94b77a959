/** The version every call and `--version` tell; a test keeps it equal to the package's. */
export const agentVersion = '0.1.0';
