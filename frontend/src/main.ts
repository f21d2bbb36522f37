import "./main.css";
import "./htmx";
import { mountIslands } from "./islands";
import { startPage } from "./page";
import { startTables } from "./tables";
import { startThemeToggle } from "./theme";

startThemeToggle(document);
startPage(document);
startTables(document);
mountIslands(document.body);
