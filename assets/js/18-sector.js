// The ground that a camera sees: a sector around it, as its register tells bearing and angle (degrees) and reach (metres).
cockpit.sector = (lon, lat, [bearing, reach, angle]) => {
  const DEGREE = 111195; // metres of latitude
  const STEP = 6; // degrees between corners
  const turns = Math.max(2, Math.ceil(angle / STEP));
  const rim = Array.from({ length: turns + 1 }, (_, n) => {
    const towards = ((bearing - angle / 2 + (n * angle) / turns) * Math.PI) / 180;
    return [lat + (Math.cos(towards) * reach) / DEGREE, lon + (Math.sin(towards) * reach) / (DEGREE * Math.cos((lat * Math.PI) / 180))];
  });
  const corners = angle < 360 ? [[lat, lon], ...rim] : rim;
  return L.polygon(corners, { className: "sight", interactive: false, pane: "cockpit-borders" });
};
