# The explorer as a server, for a machine of one's own or a Hugging Face Space (sdk: docker).
# It has no log-in and is open to whoever reaches the port: see "Opening it to others".
FROM python:3.13-slim
COPY . /source
RUN pip install --no-cache-dir --requirement /source/requirements.txt /source && rm -r /source
RUN useradd --create-home --uid 1000 user
USER user
RUN imagenet-explorer wordnet
EXPOSE 7860
# The server's own check of origins stands in for Streamlit's cookie, which a Space's frame blocks.
CMD ["imagenet-explorer", "app", "--server.headless=true", "--server.address=0.0.0.0", "--server.port=7860", "--server.allowedHosts=localhost", "--server.allowedHosts=127.0.0.1", "--server.allowedHosts=*.hf.space", "--server.enableXsrfProtection=false"]
