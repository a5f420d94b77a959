/** Splits a migration into its statements. */
import { tokens } from './server/lexer.ts';

/** The statements of a text, without their semicolons; stretches of only space and comments are left out. */
export function statementsOf(text: string): string[] {
  const statements: string[] = [];
  let from = 0;
  let isEmpty = true;
  for (const token of [...tokens(text), { kind: 'punctuation', from: text.length, to: text.length } as const]) {
    const ends = token.from === text.length || (token.kind === 'punctuation' && text.charAt(token.from) === ';');
    if (!ends) {
      isEmpty &&= token.kind === 'space' || token.kind === 'comment';
      continue;
    }
    if (!isEmpty) statements.push(text.slice(from, token.from).trim());
    from = token.to;
    isEmpty = true;
  }
  return statements;
}
