/** What `flotilla --help` prints. */
import { exitCodeMeanings } from './failure.ts';

/** The text. */
export function helpText(): string {
  return `Usage: flotilla artifact <command> <file or digest> [options]
       flotilla metadata <command> [options]

  push <file> --name <name> --version <version>
                     register and upload a file; goes on where an earlier push broke off
      --media-type <type>       what sort of bytes they are (default application/octet-stream)
      --mirror <https url>      where else they can be had; repeatable
      --retention-days <days>   how long the bytes are kept once withdrawn (default for ever)
      --key <private.pem>       sign it as well; repeatable
      --sbom <file>             attach a CycloneDX bill of materials; repeatable
      --evidence [<type>=]<file> attach a signature, a bundle or an envelope; repeatable
  sign <file or digest> --key <private.pem>
                     sign the digest, as "cosign sign" does, and attach the signature
      --name <name>             the name written into the signature (default: the digest)
      --output <file>           write the signature to a file instead; nothing is called
  attach <file or digest> --evidence [<type>=]<file> | --sbom <file>
                     attach what was made elsewhere
  verify <digest>    let the control plane judge it anew
  verify <file> --key <public.pem> --evidence <file>
                     judge it here, by these keys; nothing is called
  promote <file or digest> --channel dev|canary|prod
                     let it be used in the next channel

  metadata root      whose word counts about what may be installed, and the next root while it waits
  metadata sign --key <private.pem>
                     sign the next root and hand the signature in; the token needs access:write
  metadata sign <file> --key <private.pem>
                     sign the text of a next root on a machine of its own; nothing is called

  --api <url>        where the API is (FLOTILLA_API_URL, default http://localhost:4000)
  --json             answer and messages as JSON, one document per line
  FLOTILLA_TOKEN     the token of a service account with the scope fleet:write

Exit codes:
${exitCodeMeanings.map(([code, meaning]) => `  ${String(code).padEnd(4)} ${meaning}`).join('\n')}
`;
}
