// Older versions of Node cannot even read the launcher's TypeScript and would answer with a stack trace. This file
// is plain JavaScript that every version reads, and says what is wrong in one line.
const [major] = process.versions.node.split('.').map(Number);
if (major < 24) {
  console.error(
    `flotilla: Node ${process.versions.node} is too old, 24 or newer is needed. The npm package "node" brings it: ` +
      'run `npm ci` (with install scripts allowed), then use the commands of package.json, e.g. `npm start`.',
  );
  process.exit(1);
}
