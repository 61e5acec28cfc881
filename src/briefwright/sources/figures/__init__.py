"""The figures of a brief: specifications in Vega-Lite, their data, and the checks of both."""
