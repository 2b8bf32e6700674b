// A click on the card of a video puts the player in its place. Until then no other website is asked
// for anything, and without this script the card is a link to the video.

document.addEventListener("click", (event) => {
  const link = event.target.closest?.(".video-card a[data-youtube]");
  const isPlain = !(event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  if (!link || !isPlain || event.defaultPrevented) return;
  event.preventDefault();
  const player = frame(link);
  link.replaceWith(player);
  player.focus();
});

function frame(link) {
  const { youtube, start } = link.dataset;
  const asked = new URLSearchParams({ autoplay: "1", ...(start && { start }) });
  const player = document.createElement("iframe");
  player.title = link.textContent;
  player.allow = "autoplay; encrypted-media; fullscreen; picture-in-picture";
  player.referrerPolicy = "strict-origin-when-cross-origin"; // the player wants to know who asks
  player.src = `https://www.youtube-nocookie.com/embed/${encodeURIComponent(youtube)}?${asked}`;
  return player;
}
