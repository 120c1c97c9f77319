import { Form } from 'react-router'
import { IconSearch } from '../../icons.ts'
import classes from './boxes.module.css'
import { ScanButton } from '../../parts/scan-button.tsx'

/** Where is it? A word of a thing or a box, or the number of a box; or its label before the camera. */
export function BoxSearch({ q }: { q: string }) {
  return (
    <Form action="/boxes" className={classes.search} role="search">
      <IconSearch size={18} stroke={1.75} className={classes.icon} aria-hidden />
      <input
        key={q}
        type="search"
        name="q"
        className={classes.input}
        aria-label="Where is …"
        placeholder="Where is …? A thing, or a box number"
        defaultValue={q}
        maxLength={200}
        enterKeyHint="search"
      />
      <ScanButton
        label="Scan a label"
        hint="Hold a label before the camera."
        format="qr_code"
        pageOf={(code) => `/boxes/go?code=${encodeURIComponent(code)}`}
        instead="Type the number of the box."
      />
    </Form>
  )
}
