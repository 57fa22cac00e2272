// The library comes as a script, which sets a global; the panels import it as a module.
export default window.d3;
