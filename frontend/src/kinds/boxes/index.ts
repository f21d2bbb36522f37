import { say } from "../../words";
import { imageKind } from "../images/kind";
import { boxShape } from "./model";

/** Rectangles on an image, in pixels of the upright image. */
export const boxes = imageKind(boxShape, () => [{ cap: "Shift ←", title: say("images.key_grow") }]);
