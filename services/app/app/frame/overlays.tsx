import { lazy, Suspense, useState } from 'react'
import { useShortcuts } from './use-shortcuts.ts'

// Loaded when first opened: most visits never open them.
const Palette = lazy(() => import('./palette.tsx'))
const ShortcutList = lazy(() => import('./shortcut-list.tsx'))

export type Overlay = 'palette' | 'shortcuts' | null

/** What lies over any page: the palette, and the list of shortcuts. */
export function Overlays() {
  const [open, setOpen] = useState<Overlay>(null)
  useShortcuts(setOpen)
  const close = () => setOpen(null)
  return (
    <Suspense>
      {open === 'palette' && <Palette onClose={close} onShowShortcuts={() => setOpen('shortcuts')} />}
      {open === 'shortcuts' && <ShortcutList onClose={close} />}
    </Suspense>
  )
}
