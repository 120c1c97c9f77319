import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import fields from './fields.module.css'
import classes from './shown-once.module.css'

interface ShownOnceProps {
  words: string
  /** What the field is called. */
  label: string
  secret: string
  /** What else can be done with it. */
  children?: ReactNode
}

/** A secret of which only a hash is kept: the one time that it can be seen and copied. */
export function ShownOnce({ words, label, secret, children }: ShownOnceProps) {
  const [isCopied, setCopied] = useState(false)
  return (
    <div className={classes.box} role="status">
      <p>{words}</p>
      <div className={fields.steps}>
        <input
          className={classes.secret}
          readOnly
          value={secret}
          aria-label={label}
          onFocus={(event) => event.currentTarget.select()}
        />
        <Button
          variant="default"
          onClick={() => void navigator.clipboard.writeText(secret).then(() => setCopied(true))}
        >
          {isCopied ? 'Copied' : 'Copy'}
        </Button>
        {children}
      </div>
    </div>
  )
}
