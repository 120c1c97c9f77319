import type { SchedulerConfig } from './config.ts'

interface Letter {
  to: string
  subject: string
  text: string
  html: string
  /** The same for the same letter: a mailbox that gets it twice shows it once. */
  id: string
}

export interface Mail {
  /** @throws with what the mail server said. */
  send: (letter: Letter) => Promise<void>
  close: () => void
}

/** @returns undefined where the house has no mail server. */
export async function openMail(config: Pick<SchedulerConfig, 'SMTP_URL' | 'MAIL_FROM'>): Promise<Mail | undefined> {
  const { SMTP_URL: url, MAIL_FROM: from } = config
  if (!url || !from) return undefined
  // Loaded here: 7 MB that a house without a mail server has no use for.
  const { createTransport } = await import('nodemailer')
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: 1,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 20_000,
    // A digest has no attachments: nothing is ever read from a file or an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const domain = from.replace(/^.*@/, '').replace(/[^\w.-].*$/, '')
  return {
    async send({ id, ...letter }) {
      await transport.sendMail({ ...letter, from, messageId: `<${id}@${domain}>` })
    },
    close: () => transport.close(),
  }
}
