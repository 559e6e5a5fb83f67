import type { VNode } from 'preact';
import { encodeQR } from 'qr';

/** White modules round the code, without which readers do not find it (ISO/IEC 18004). */
const quiet = 4;

/** A QR code drawn by the server, for a screen alone. What it says must stand beside it as text. */
export function QrCode(props: { text: string; label: string }): VNode {
  const rows = encodeQR(props.text, 'raw', { ecc: 'medium', border: quiet });
  const size = rows.length;
  const path = rows.map((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')).join('')).join('');
  return (
    <svg class="app-qr" viewBox={`0 0 ${size} ${size}`} width={size * 5} height={size * 5} role="img" aria-label={props.label} shape-rendering="crispEdges">
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
