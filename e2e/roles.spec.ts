import { ask, expect, people, signIn, test, valueOf } from './journey.ts';

test('a viewer sees what an operator could do, disabled, with the reason', async ({ page, stack }) => {
  await signIn(page, { stack, email: people.viewer, path: '/devices' });
  await page.getByRole('row').filter({ hasText: 'origin=this-machine' }).click();
  const revoke = page.getByRole('button', { name: 'Revoke…' });
  await expect(revoke).toHaveAttribute('aria-disabled', 'true');
  await revoke.hover();
  await expect(page.getByRole('tooltip').first()).toContainText(/You need the role .*operator/i);

  await page.goto('/enroll');
  const issue = page.getByRole('button', { name: 'Issue token' });
  await expect(issue).toHaveAttribute('aria-disabled', 'true');
  await issue.hover();
  await expect(page.getByRole('tooltip').first()).toContainText(/You need the role .*operator/i);
});

test('a viewer reads the inbox and is told why its verdicts are not theirs', async ({ page, stack }) => {
  await signIn(page, { stack, email: people.viewer, path: '/inbox' });
  const acknowledge = page.getByRole('button', { name: 'Acknowledge' });
  await expect(acknowledge).toHaveAttribute('aria-disabled', 'true');
  await acknowledge.hover();
  await expect(page.getByRole('tooltip').first()).toContainText(/You need the role .*operator/i);
  await page.keyboard.press('1');
  await expect(page.getByText('That is not yours to say')).toBeVisible();
});

test('what the console disables the API refuses', async ({ page, stack }) => {
  await signIn(page, { stack, email: people.viewer });
  const query = 'mutation ($input: CreateEnrollmentTokenInput!) { createEnrollmentToken(input: $input) { token } }';
  const domains = await ask(page, stack, { query: '{ domains { id } }' });
  const [domain] = valueOf<{ id: string }[]>(domains, 'domains');
  const input = { domainId: domain?.id, labels: [], channel: 'dev', ttlMinutes: 5 };
  const reply = await ask(page, stack, { query, variables: { input } });
  expect(reply.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
});
