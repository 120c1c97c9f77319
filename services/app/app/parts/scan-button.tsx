import { useEffect, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { IconQrcode } from '../icons.ts'
import { useNotices } from './notice.tsx'
import classes from './scan-button.module.css'

/** The browser's own reader of codes; the types of the language do not know it yet. */
interface Detector {
  detect: (source: HTMLVideoElement) => Promise<{ rawValue: string }[]>
}
type DetectorClass = new (options: { formats: string[] }) => Detector

const detectorOf = () => (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector
const LOOK_EVERY_MS = 200

interface Scan {
  /** Of the button and of what it opens: “Scan a label”. */
  label: string
  hint: string
  format: 'qr_code' | 'ean_13'
  /** The page that a code leads to. */
  pageOf: (code: string) => string
  /** What to do where there is no camera. */
  instead: string
}

/** Opens the page of a code that is held before the camera. Not there in a browser that reads no codes. */
export function ScanButton(scan: Scan) {
  const [isAble, setAble] = useState(false)
  const [isOpen, setOpen] = useState(false)
  useEffect(() => setAble(detectorOf() !== undefined && 'mediaDevices' in navigator), [])
  if (!isAble) return null
  return (
    <>
      <button type="button" className={classes.scan} aria-label={scan.label} onClick={() => setOpen(true)}>
        <IconQrcode size={18} stroke={1.75} aria-hidden />
      </button>
      {isOpen && <Camera {...scan} onClose={() => setOpen(false)} />}
    </>
  )
}

function Camera({ label, hint, format, pageOf, instead, onClose }: Scan & { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const video = useRef<HTMLVideoElement>(null)
  const navigate = useNavigate()
  const { notify } = useNotices()

  useEffect(() => {
    dialog.current?.showModal()
    const stop = new AbortController()
    void look(video.current, format, stop.signal)
      .then((code) => {
        if (code === undefined) return
        onClose()
        void navigate(pageOf(code))
      })
      .catch((error: unknown) => {
        if (!(error instanceof DOMException)) throw error
        // Closed while the camera was starting: nobody waits for it.
        if (stop.signal.aborted) return
        onClose()
        notify({ words: `The camera cannot be used. ${instead}`, tone: 'problem' })
      })
    return () => stop.abort()
    // The camera is started once, whatever the page around it does.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [])

  return (
    <dialog ref={dialog} className={classes.camera} aria-label={label} onCancel={onClose}>
      <video ref={video} playsInline muted />
      <p>{hint}</p>
      <button type="button" onClick={onClose}>
        Close
      </button>
    </dialog>
  )
}

/** The first code that the camera sees; undefined when it was stopped before. */
async function look(
  video: HTMLVideoElement | null,
  format: Scan['format'],
  signal: AbortSignal,
): Promise<string | undefined> {
  const Detector = detectorOf()
  if (!video || !Detector) return undefined
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } })
  try {
    const detector = new Detector({ formats: [format] })
    video.srcObject = stream
    if (!signal.aborted) await video.play()
    while (!signal.aborted) {
      const [code] = await detector.detect(video)
      if (code) return code.rawValue
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
    }
    return undefined
  } finally {
    for (const track of stream.getTracks()) track.stop()
  }
}
