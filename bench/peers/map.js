// The same municipalities and flows by the peers: `?with=maplibre` or `?with=flowmap`. Says when the map is complete.
import maplibregl from "maplibre-gl";
import { Deck } from "@deck.gl/core";
import { GeoJsonLayer } from "@deck.gl/layers";
import { FlowmapLayer } from "@flowmap.gl/layers";

const done = () => { window.complete ??= performance.now(); };
const view = { longitude: 4.35, latitude: 52.03, zoom: 9 };

async function drawn() {
  const data = await (await fetch("map.json")).json();
  const kind = new URLSearchParams(location.search).get("with");
  if (kind === "maplibre") {
    const map = new maplibregl.Map({
      container: "map", center: [view.longitude, view.latitude], zoom: view.zoom, fadeDuration: 0,
      style: { version: 8, sources: {}, layers: [] },
    });
    map.on("load", () => {
      map.addSource("areas", { type: "geojson", data: data.areas });
      map.addLayer({ id: "areas", type: "fill", source: "areas", paint: { "fill-color": "#f4f6f7", "fill-outline-color": "#a3b2bf" } });
      map.addSource("flows", { type: "geojson", data: data.lines });
      map.addLayer({ id: "flows", type: "line", source: "flows", paint: { "line-color": "#1a58a6", "line-width": ["get", "width"] } });
      map.once("idle", done);
    });
    return;
  }
  let frames = 0;
  new Deck({
    parent: document.getElementById("map"), initialViewState: view, controller: true,
    layers: [
      new GeoJsonLayer({ id: "areas", data: data.areas, filled: true, stroked: true, getFillColor: [244, 246, 247], getLineColor: [163, 178, 191], lineWidthMinPixels: 1 }),
      new FlowmapLayer({
        id: "flows", data: { locations: data.places, flows: data.flows },
        getLocationId: (one) => one.id, getLocationLat: (one) => one.lat, getLocationLon: (one) => one.lon, getLocationName: (one) => one.id,
        getFlowOriginId: (one) => one.home, getFlowDestId: (one) => one.school, getFlowMagnitude: (one) => one.count,
      }),
    ],
    onAfterRender: () => { if ((frames += 1) > 2) done(); },
  });
}
drawn();
