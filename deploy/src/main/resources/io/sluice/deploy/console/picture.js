// The picture of a camera, and the answer about that very frame.
import { setHidden } from "./dom.js";

/** Where there is none to be had, the one before stays for so long, in milliseconds. */
const STAYS = 5000;

export class CameraPicture {
  /** {image} is hidden until there is something to be shown in it. */
  constructor(image) {
    this.image = image;
    this.image.hidden = true;
    this.answer = null;
    this.at = 0;
  }

  /** Fetches a newer one and shows it if it is still {wanted()} then; gives the sentence that says why there is none, or "". */
  async refresh(camera, wanted) {
    const response = await fetch(`api/picture?camera=${encodeURIComponent(camera)}`, {
      cache: "no-store",
      headers: this.answer ? { "If-None-Match": `"${this.answer.picture}"` } : {},
    }).catch(() => null);
    if (response?.status === 200) {
      const blob = await response.blob().catch(() => null);
      const answer = JSON.parse(response.headers.get("Sluice-Answer"));
      return blob && ((await this.show(blob, answer, wanted)) || !wanted()) ? "" : "The picture cannot be shown.";
    }
    if (response?.status === 204) {
      this.giveUp(wanted);
    } else if (response?.status === 304) {
      this.at = Date.now();
    }
    return response?.ok || response?.status === 304 ? "" : ((await response?.text().catch(() => "")) ?? "");
  }

  /** Shows one once it is decoded, if it is still wanted then; the one before stays until then. Tells whether it is shown. */
  async show(blob, answer, wanted) {
    const url = URL.createObjectURL(blob);
    const next = new Image();
    next.src = url;
    const decoded = await next.decode().then(() => true, () => false);
    if (!decoded || !wanted()) {
      URL.revokeObjectURL(url);
      return false;
    }
    URL.revokeObjectURL(this.image.src);
    this.image.src = url;
    this.answer = answer;
    this.at = Date.now();
    setHidden(this.image, false);
    return true;
  }

  giveUp(wanted) {
    if (wanted() && Date.now() - this.at > STAYS) {
      this.clear();
    }
  }

  /** Shows none. */
  clear() {
    setHidden(this.image, true);
    URL.revokeObjectURL(this.image.src);
    this.image.removeAttribute("src");
    this.answer = null;
  }
}
