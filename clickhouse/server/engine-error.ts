/**
 * The engine's refusals in the words of ClickHouse's HTTP interface: `Code: N. DB::Exception: … (NAME)`, and the status
 * ClickHouse's own server gives each code.
 */

/** A refusal with ClickHouse's code. `message` is the whole text a client receives. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  readonly code: number;

  constructor(code: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }

  /** A refusal that this server makes itself, worded as the engine would. */
  static of(code: keyof typeof names, explanation: string): EngineError {
    return new EngineError(code, `Code: ${code}. DB::Exception: ${explanation} (${names[code]})`);
  }

  /** Whatever the engine's binding threw, with its code recovered from the text. Unknown failures are code 1001. */
  static from(thrown: unknown): EngineError {
    if (thrown instanceof EngineError) return thrown;
    const text = thrown instanceof Error ? thrown.message : String(thrown);
    const code = /Code: (\d+)/.exec(text)?.[1];
    const message = code === undefined ? `Code: 1001. DB::Exception: ${text} (STD_EXCEPTION)` : stripPrefix(text);
    return new EngineError(code === undefined ? 1001 : Number(code), message, { cause: thrown });
  }

  /** The HTTP status of this code. */
  get status(): number {
    return statusByCode.get(this.code) ?? 500;
  }
}

const names = {
  36: 'BAD_ARGUMENTS',
  48: 'NOT_IMPLEMENTED',
  62: 'SYNTAX_ERROR',
  164: 'READONLY',
  202: 'TOO_MANY_SIMULTANEOUS_QUERIES',
  229: 'QUERY_IS_TOO_LARGE',
  456: 'UNKNOWN_QUERY_PARAMETER',
  516: 'AUTHENTICATION_FAILED',
} as const;

function stripPrefix(text: string): string {
  return text.slice(text.indexOf('Code: ')).trimEnd();
}

/** As `exceptionCodeToHTTPStatus` of ClickHouse 26; every other code answers 500. */
const codesByStatus: readonly (readonly [status: number, codes: readonly number[]])[] = [
  [401, [194]],
  [403, [192, 193, 497, 512, 516]],
  [400, [6, 8, 15, 25, 26, 27, 36, 38, 41, 44, 53, 62, 72, 117, 167, 168, 223, 321, 376, 427, 441, 675, 676]],
  [404, [46, 47, 50, 56, 60, 63, 73, 78, 81, 115, 336, 511]],
  [413, [229]],
  [501, [48]],
  [503, [76, 209, 439]],
  [408, [159]],
];

const statusByCode = new Map(codesByStatus.flatMap(([status, codes]) => codes.map((code) => [code, status] as const)));
