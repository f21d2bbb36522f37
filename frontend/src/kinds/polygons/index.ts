import { say } from "../../words";
import { imageKind } from "../images/kind";
import { polygonShape } from "./model";

/** Outlines on an image, in pixels of the upright image. */
export const polygons = imageKind(polygonShape, () => [{ cap: "Enter", title: say("images.key_close") }]);
