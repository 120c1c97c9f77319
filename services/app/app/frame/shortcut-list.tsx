import classes from './overlay.module.css'
import { OverlayDialog } from './overlay-dialog.tsx'
import { useFrame } from './use-frame.ts'
import { shortcutsOf } from './use-shortcuts.ts'

export default function ShortcutList({ onClose }: { onClose: () => void }) {
  const { account } = useFrame()
  return (
    <OverlayDialog label="Keyboard shortcuts" onClose={onClose}>
      <div className={classes.sheet}>
        <h2>Keyboard shortcuts</h2>
        <dl className={classes.shortcuts}>
          {shortcutsOf(account).map(({ keys, does }) => (
            <div key={does} className={classes.shortcut}>
              <dt>{does}</dt>
              <dd>
                {keys.map((key) => (
                  <kbd key={key}>{key}</kbd>
                ))}
              </dd>
            </div>
          ))}
        </dl>
        <button type="button" className={classes.dismiss} onClick={onClose}>
          Close
        </button>
      </div>
    </OverlayDialog>
  )
}
